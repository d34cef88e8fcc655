package programs.library;

import javax.jms.Connection;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Queue;
import javax.jms.Session;
import org.apache.activemq.ActiveMQConnectionFactory;
import programs.Churn;

/** ActiveMQ inside this JVM: connections come and go, each sends and receives on its own queue. */
public final class BrokerQueues {
  private BrokerQueues() {}

  public static void main(String[] args) throws Exception {
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
        "vm://churn?broker.persistent=false&broker.useJmx=false");
    Connection keep = factory.createConnection();
    keep.start();
    Churn.run(3, (thread, round) -> exchange(factory, "queue-" + thread));
    keep.close();
    System.exit(0);
  }

  private static void exchange(ActiveMQConnectionFactory factory, String name) throws Exception {
    Connection connection = factory.createConnection();
    connection.start();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue queue = session.createQueue(name);
    MessageProducer producer = session.createProducer(queue);
    MessageConsumer consumer = session.createConsumer(queue);
    for (int i = 0; i < 20; i++) {
      producer.send(session.createTextMessage("message " + i));
    }
    for (int i = 0; i < 20; i++) {
      consumer.receive(5000);
    }
    connection.close();
  }
}
