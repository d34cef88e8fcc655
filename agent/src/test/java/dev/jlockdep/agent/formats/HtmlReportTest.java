package dev.jlockdep.agent.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.SampleFindings;
import dev.jlockdep.api.Level;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page loaded from disk and clicked through, in a browser made of Java. */
class HtmlReportTest {
  private static final Sources NONE = new Sources(List.of());
  @TempDir private Path folder;
  private final WebClient browser = new WebClient(BrowserVersion.CHROME);

  @AfterEach
  void close() {
    browser.close();
  }

  private HtmlPage open(Report report, String hash) throws IOException {
    Path file = Files.writeString(folder.resolve("report.html"), HtmlReport.of(report, NONE));
    browser.getOptions().setThrowExceptionOnScriptError(true);
    browser.getOptions().setCssEnabled(false);
    HtmlPage page = browser.getPage(file.toUri() + "#" + hash);
    browser.waitForBackgroundJavaScript(500);
    return page;
  }

  private HtmlPage all(String hash) throws IOException {
    Path dumps = Files.createDirectories(folder.resolve("dumps"));
    return open(SampleReports.all(dumps, SampleReports.baseline(folder)), hash);
  }

  private static String text(HtmlPage page, String selector) {
    StringBuilder text = new StringBuilder();
    for (DomNode node : page.querySelectorAll(selector)) {
      text.append(node.getTextContent()).append('\n');
    }
    return text.toString();
  }

  private void click(HtmlPage page, String selector) throws IOException {
    HtmlElement element = page.querySelector(selector);
    assertNotNull(element, selector);
    element.click();
    browser.waitForBackgroundJavaScript(300);
  }

  @Test
  void verdictAndFindingsAreThereFailingOnesFirst() throws IOException {
    HtmlPage page = all("");
    assertEquals("jlockdep: FAILED\n", text(page, "header h1"));
    assertEquals("bad", page.getElementById("verdict").getAttribute("class"));
    List<String> ids =
        page.querySelectorAll("article").stream().map(a -> ((DomElement) a).getId()).toList();
    assertEquals(
        List.of("LD-5f3a09c1", "LD-00000002", "LD-000000aa", "LD-000000cc", "LD-00000004"), ids);
    assertTrue(text(page, "#LD-000000cc .state").contains("accepted: pool | is pinned"));
    // the first is open, the others wait for a click
    assertTrue(text(page, "#LD-5f3a09c1 .body").contains("What to do"));
    assertEquals("\n", text(page, "#LD-00000002 .body"));
    click(page, "#LD-00000002 h2 button");
    String body = text(page, "#LD-00000002 .body");
    assertTrue(body.contains("majority order: 25 to 5"), body);
    assertTrue(body.contains("at com.acme.Step1.take(Step1.java:21)"), body);
    assertTrue(body.contains("at com.acme.Step0.next(Step0.java:30)"), body);
  }

  @Test
  void scenarioIsSteppedThrough() throws IOException {
    HtmlPage page = all("LD-00000002");
    String at = "#LD-00000002 ";
    assertTrue(text(page, at + ".state-text").contains("Nobody can go on: deadlock."));
    click(page, at + "[data-step=start]");
    assertEquals("Nothing has happened yet.\n", text(page, at + ".state-text"));
    assertEquals(0, page.querySelectorAll(at + "tr.done").size());
    click(page, at + "[data-step=next]");
    assertEquals("worker-0 holds A.lock now.\n", text(page, at + ".state-text"));
    click(page, at + "[data-step=next]");
    click(page, at + "[data-step=next]");
    assertEquals(
        "worker-1 asks for A.lock and waits: worker-0 holds it.\n", text(page, at + ".state-text"));
    assertEquals(1, page.querySelectorAll(at + "svg .waits").size());
    assertEquals(0, page.querySelectorAll(at + "tr.hang").size());
    click(page, at + "[data-step=next]");
    assertEquals(1, page.querySelectorAll(at + "tr.hang").size());
    assertEquals(2, page.querySelectorAll(at + "svg .waits").size());
    click(page, at + "[data-step=back]");
    assertEquals(0, page.querySelectorAll(at + "tr.hang").size());
  }

  @Test
  void circleOfFourHasFourColumnsAndFourNodes() throws IOException {
    HtmlPage page = all("LD-00000004");
    assertEquals(4, page.querySelectorAll("#LD-00000004 .steps th").size());
    assertEquals(4, page.querySelectorAll("#LD-00000004 svg .node").size());
    assertEquals(4, page.querySelectorAll("#LD-00000004 svg .edge").size());
  }

  @Test
  void everySectionOpens() throws IOException {
    HtmlPage page = all("");
    click(page, "#tab-classes");
    assertTrue(text(page, "main").contains("com.acme.C.lock"), text(page, "main"));
    assertTrue(text(page, "main").contains("group 1"));
    click(page, "main td a");
    assertEquals("com.acme.A.lock\n", text(page, "main h2"));
    assertEquals(2, page.querySelectorAll("main svg .node").size());
    click(page, "#tab-deps");
    assertEquals(3, page.querySelectorAll("main tbody tr").size());
    click(page, "#tab-chains");
    assertTrue(text(page, "main").contains("3 locks: 1"));
    click(page, "#tab-audits");
    assertTrue(text(page, "main").contains("No operation"));
    click(page, "#tab-suppressions");
    assertTrue(text(page, "main").contains("no: can be pruned"), text(page, "main"));
    click(page, "#tab-runs");
    assertTrue(text(page, "main").contains("sample-fs 0.1.0"));
    assertNull(page.querySelector("#tab-stats"), "no lock statistics were taken");
  }

  @Test
  void waitsAndHoldsHaveASectionWhereTheyWereTaken() throws IOException {
    Path file = LargeDump.write(folder.resolve("jlockdep-1-1.jsonl"), "r", 0, 5, 4, 1);
    try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      LargeDump.lockStat(out, "r", 2, 9, 0);
      LargeDump.lockStat(out, "r", 3, 7, 1_500_000);
    }
    Report with = new Report(DumpSet.read(List.of(file)), null, null, LocalDate.EPOCH);
    HtmlPage page = open(with, "stats");
    List<String> cells = page.querySelectorAll("tbody tr:first-child td").stream()
        .map(cell -> cell.getTextContent())
        .toList();
    assertTrue(LargeDump.name(3).endsWith(cells.get(0)), cells::toString);
    assertEquals(
        List.of("1", "1.5 ms", "1.5 ms", "7", "1.5 ms", "1.5 ms", "214.3 \u00b5s"),
        cells.subList(1, cells.size()));
  }

  @Test
  void wayFromOneClassToAnotherIsFound() throws IOException {
    HtmlPage page = all("path=com.acme.A.lock&com.acme.C.lock");
    String main = text(page, "main");
    assertTrue(main.contains("Yes, in 2 steps:"), main);
    assertTrue(main.contains("Not the other way round."), main);
    page.getElementById("from").setAttribute("value", "C.lock");
    click(page, "#ask");
    assertTrue(text(page, "main").contains("No: nothing leads"), text(page, "main"));
    page.getElementById("to").setAttribute("value", "nonsense");
    click(page, "#ask");
    assertTrue(text(page, "main").contains("No single lock class is called \"nonsense\""));
  }

  @Test
  void namesAreTextAndNeverMarkup() throws IOException {
    String evil = "x.</script><script>document.title='broken'</script><b id='evil'>T.l";
    Report report = SampleReports.one(
        Files.createDirectories(folder.resolve("dumps")),
        SampleFindings.circle(Level.LIKELY, true, evil, "b.B.lock"));
    HtmlPage page = open(report, "");
    assertEquals("jlockdep: FAILED", page.getTitleText());
    assertEquals(null, page.getElementById("evil"));
    assertTrue(text(page, "article").contains("</script>"));
  }

  @Test
  void pageAsksTheNetworkForNothing() throws IOException {
    Report report = SampleReports.all(Files.createDirectories(folder.resolve("dumps")));
    String html = HtmlReport.of(report, NONE).replace("http://www.w3.org/2000/svg", "");
    for (String word : List.of("http:", "https:", "//cdn", "import(", "fetch(", "@import", "src=")) {
      assertFalse(html.contains(word), word);
    }
    assertTrue(html.contains("default-src 'none'"));
  }

  @Test
  void twoThousandDependenciesStayBelowAMegabyte() throws IOException {
    Path file = LargeDump.write(folder.resolve("jlockdep-1-1.jsonl"), "r", 0, 700, 2_000, 1);
    Report report =
        new Report(DumpSet.read(List.of(file)), null, null, SampleReports.TODAY);
    int bytes = HtmlReport.of(report, NONE).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    System.out.println("HTML report of 2,000 dependencies: " + bytes + " bytes");
    assertTrue(bytes < 1_000_000, bytes + " bytes");
  }

  @Test
  void tenThousandDependenciesAreShownAPageAtATime() throws IOException {
    Path file = LargeDump.write(folder.resolve("jlockdep-1-1.jsonl"), "r", 0, 3_000, 10_000, 1);
    Report report =
        new Report(DumpSet.read(List.of(file)), null, null, SampleReports.TODAY);
    HtmlPage page = open(report, "path=" + LargeDump.name(0) + "&" + LargeDump.name(40));
    assertTrue(text(page, "main").contains("Yes, in 10 steps:"), text(page, "main"));
    click(page, "#tab-deps");
    assertEquals(200, page.querySelectorAll("main tbody tr").size());
    assertTrue(text(page, "main").contains("200 of 10000"));
  }
}
