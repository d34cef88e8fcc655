package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The report as one HTML file that works from disk and asks the network for nothing: markup, style,
 * code and data in one. The data is JSON in a script element; the page puts it in as text only.
 */
public final class HtmlReport {
  private static final String FOLDER = "/META-INF/jlockdep/report/";

  private HtmlReport() {}

  /** The page. */
  public static String of(Report report, Sources sources) {
    String data = Json.write(HtmlData.of(report, sources));
    StringBuilder out = new StringBuilder(resource("page.html"));
    replace(out, "@TITLE@", Xml.text(report.verdict()));
    replace(out, "@STYLE@", resource("report.css"));
    replace(out, "@LOGIC@", resource("logic.js"));
    replace(out, "@PAGE@", resource("page.js"));
    // nothing in it may end the script element or start a comment
    replace(out, "@DATA@", data.replace("<", "\\u003c").replace("\u2028", "\\u2028"));
    return out.toString();
  }

  private static void replace(StringBuilder out, String mark, String text) {
    int at = out.indexOf(mark);
    out.replace(at, at + mark.length(), text);
  }

  static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException(FOLDER + name + " is not in this jar: it is damaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
