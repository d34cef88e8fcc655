package programs.library;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import programs.Churn;

/** MINA: an echo server whose start hands a semaphore to its worker. */
public final class CleanMina {
  private CleanMina() {}

  static final class Echo extends IoHandlerAdapter {
    @Override
    public void messageReceived(IoSession session, Object message) {
      session.write(((IoBuffer) message).duplicate());
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
      session.closeNow();
    }
  }

  public static void main(String[] args) throws Exception {
    NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
    acceptor.setHandler(new Echo());
    InetAddress loopback = InetAddress.getLoopbackAddress();
    acceptor.bind(new InetSocketAddress(loopback, 0));
    int port = acceptor.getLocalAddress().getPort();
    Churn.run(2, (thread, round) -> {
      try (Socket client = new Socket(loopback, port)) {
        client.getOutputStream().write(new byte[10]);
        client.getInputStream().readNBytes(10);
      }
    });
    acceptor.unbind();
    acceptor.dispose();
  }
}
