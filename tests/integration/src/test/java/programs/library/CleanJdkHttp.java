package programs.library;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import programs.Churn;

/** The JDK's own HTTP server and client. */
public final class CleanJdkHttp {
  private CleanJdkHttp() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService workers = Executors.newFixedThreadPool(2);
    server.setExecutor(workers);
    server.createContext("/", exchange -> {
      byte[] body = exchange.getRequestURI().getPath().getBytes("UTF-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    String root = "http://" + server.getAddress().getAddress().getHostAddress() + ":"
        + server.getAddress().getPort();
    HttpClient client = HttpClient.newHttpClient();
    Churn.run(3, (thread, round) -> client.send(
        HttpRequest.newBuilder(URI.create(root + "/" + thread + "/" + round)).build(),
        BodyHandlers.ofString()));
    server.stop(0);
    workers.shutdown();
  }
}
