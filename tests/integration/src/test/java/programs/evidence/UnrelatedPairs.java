package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two classes in both orders, where each object is used with many of the other. */
public final class UnrelatedPairs {
  private UnrelatedPairs() {}

  static final class Customer {
    final ReentrantLock customerLock = new ReentrantLock();
  }

  static final class Product {
    final ReentrantLock productLock = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    Customer[] customers = {new Customer(), new Customer(), new Customer()};
    Product[] products = {new Product(), new Product(), new Product()};
    Turns.inOrder(() -> buy(customers, products), () -> recall(new Product(), new Customer()));
  }

  static void buy(Customer[] customers, Product[] products) {
    for (Customer customer : customers) {
      for (Product product : products) {
        customer.customerLock.lock();
        product.productLock.lock();
        product.productLock.unlock();
        customer.customerLock.unlock();
      }
    }
  }

  static void recall(Product product, Customer customer) {
    product.productLock.lock();
    customer.customerLock.lock();
    customer.customerLock.unlock();
    product.productLock.unlock();
  }
}
