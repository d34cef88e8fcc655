package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A thousand pairs of other instances before the two that really are taken both ways. */
public final class InstancesMeetLater {
  private InstancesMeetLater() {}

  static final class Customer {
    final ReentrantLock customerLock = new ReentrantLock();
  }

  static final class Product {
    final ReentrantLock productLock = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    Customer customer = new Customer();
    Product product = new Product();
    Turns.inOrder(
        () -> others(false), () -> forward(customer, product), () -> others(true),
        () -> backward(product, customer));
  }

  static void others(boolean backward) {
    Customer[] customers = new Customer[10];
    Product[] products = new Product[10];
    for (int i = 0; i < 10; i++) {
      customers[i] = new Customer();
      products[i] = new Product();
    }
    for (int i = 0; i < 1000; i++) {
      if (backward) {
        backward(products[i % 10], customers[i * 7 % 10]);
      } else {
        forward(customers[i % 10], products[i * 7 % 10]);
      }
    }
  }

  static void forward(Customer customer, Product product) {
    customer.customerLock.lock(); // on the circle
    product.productLock.lock(); // on the circle
    product.productLock.unlock();
    customer.customerLock.unlock();
  }

  static void backward(Product product, Customer customer) {
    product.productLock.lock(); // on the circle
    customer.customerLock.lock(); // on the circle
    customer.customerLock.unlock();
    product.productLock.unlock();
  }
}
