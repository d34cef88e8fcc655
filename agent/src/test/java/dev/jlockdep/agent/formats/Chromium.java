package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One window of a Chromium without a screen, driven through its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<Map<?, ?>> messages = new LinkedBlockingQueue<>();
  private int last;

  private Chromium(Process process, String address) {
    this.process = process;
    this.socket = HttpClient.newHttpClient().newWebSocketBuilder()
        .buildAsync(URI.create(address), new Messages()).join();
  }

  static Chromium start(String program, Path folder) throws IOException, InterruptedException {
    Path profile = Files.createDirectories(folder.resolve("driven-profile"));
    Process process = new ProcessBuilder(
        program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
        "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
        .redirectErrorStream(true).redirectOutput(folder.resolve("browser.txt").toFile()).start();
    try {
      return new Chromium(process, page(port(profile.resolve("DevToolsActivePort"))));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String port(Path file) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() > 1) {
        return lines.get(0);
      }
      Thread.sleep(50);
    }
    throw new IOException("the browser named no port in " + file);
  }

  private static String page(String port) throws IOException, InterruptedException {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String text = HttpClient.newHttpClient().send(list, BodyHandlers.ofString()).body();
    for (Object page : (List<?>) Json.read(text)) {
      if ("page".equals(((Map<?, ?>) page).get("type"))) {
        return (String) ((Map<?, ?>) page).get("webSocketDebuggerUrl");
      }
    }
    throw new IOException("no page: " + text);
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
      text.append(part);
      if (whole) {
        messages.add((Map<?, ?>) Json.read(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private Map<?, ?> call(String method, Map<String, ?> parameters) throws InterruptedException {
    int id = ++last;
    socket.sendText(
        Json.write(Map.of("id", id, "method", method, "params", parameters)), true).join();
    while (true) {
      Map<?, ?> message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null || message.get("error") != null) {
        throw new IllegalStateException(method + " " + parameters + ": " + message);
      }
      if (message.get("id") instanceof Number answered && answered.intValue() == id) {
        return (Map<?, ?>) message.get("result");
      }
    }
  }

  /** Opens a page and waits until it is loaded; gives the milliseconds that took. */
  long open(URI page) throws InterruptedException {
    call("Page.navigate", Map.of("url", "about:blank"));
    call("Page.navigate", Map.of("url", page.toString()));
    String loaded = "new Promise(function(f){(function look(){location.protocol==='file:'"
        + "&&document.readyState==='complete'&&performance.getEntriesByType('navigation')[0]"
        + ".loadEventEnd>0?f(Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd))"
        + ":setTimeout(look,20);})();})";
    return Long.parseLong(eval(loaded));
  }

  /** The value of an expression, or of its promise, as text. */
  String eval(String script) throws InterruptedException {
    Map<?, ?> answer = call("Runtime.evaluate",
        Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    Object value = ((Map<?, ?>) answer.get("result")).get("value");
    if (answer.get("exceptionDetails") != null) {
      throw new IllegalStateException(script + ": " + answer);
    }
    return String.valueOf(value);
  }

  /** Presses and lets go of a key: Tab, Enter, ArrowRight and the like. */
  void press(String key, int code) throws InterruptedException {
    String text = key.equals("Enter") ? "\r" : key.equals(" ") ? " " : "";
    for (String type : List.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
      call("Input.dispatchKeyEvent", Map.of(
          "type", type, "key", key, "code", key.strip().isEmpty() ? "Space" : key, "text", type.equals("keyUp") ? "" : text,
          "windowsVirtualKeyCode", code, "nativeVirtualKeyCode", code));
    }
  }

  void type(String text) throws InterruptedException {
    call("Input.insertText", Map.of("text", text));
  }

  /** A window of that size, as on a telephone or a desk. */
  void size(int width, int height) throws InterruptedException {
    call("Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void dark(boolean dark) throws InterruptedException {
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  void screenshot(Path file) throws IOException, InterruptedException {
    String data = (String) call("Page.captureScreenshot", Map.of("format", "png")).get("data");
    Files.write(file, Base64.getDecoder().decode(data));
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
