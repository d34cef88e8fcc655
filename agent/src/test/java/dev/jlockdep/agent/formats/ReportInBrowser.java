package dev.jlockdep.agent.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.report.DumpSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, which draws it: {@code -Dtest=ReportInBrowser
 * -Djlockdep.browser=/usr/bin/chromium}. Not part of the ordinary build, which needs no browser;
 * named, it fails where none is. Screenshots are left in {@code target/report-screenshots}.
 */
class ReportInBrowser {
  private static final Path SHOTS = Path.of("target", "report-screenshots").toAbsolutePath();
  private static final List<String> SECTIONS = List.of(
      "findings", "LD-00000002", "LD-00000004", "classes", "class=0", "deps",
      "path=com.acme.A.lock&com.acme.C.lock", "chains", "audits", "suppressions", "runs");
  /** A frame has been drawn since. */
  private static final String DRAWN =
      "new Promise(function(f){requestAnimationFrame(function(){requestAnimationFrame(f);});})";

  @TempDir private Path folder;
  private Chromium browser;

  @BeforeEach
  void start() throws Exception {
    String program = System.getProperty("jlockdep.browser");
    assertNotNull(program, "name a Chromium: -Djlockdep.browser=/usr/bin/chromium");
    assertTrue(Files.isExecutable(Path.of(program)), program + " cannot be run");
    Files.createDirectories(SHOTS);
    browser = Chromium.start(program, folder);
  }

  @AfterEach
  void end() {
    browser.close();
  }

  private Path page(Report report) throws IOException {
    String html = HtmlReport.of(report, new Sources(List.of()));
    return Files.writeString(folder.resolve("page.html"), html);
  }

  private Path sample() throws IOException {
    Path dumps = Files.createDirectories(folder.resolve("dumps"));
    return page(SampleReports.all(dumps, SampleReports.baseline(folder)));
  }

  private Path large() throws IOException {
    Path file = LargeDump.write(folder.resolve("jlockdep-1-1.jsonl"), "r", 0, 3_000, 10_000, 1);
    return page(new Report(DumpSet.read(List.of(file)), null, null, SampleReports.TODAY));
  }

  private void show(String hash) throws InterruptedException {
    browser.eval("location.hash='" + hash + "'");
    browser.eval(DRAWN);
  }

  @Test
  void everySectionFitsLightDarkAndNarrow() throws Exception {
    browser.open(sample().toUri());
    for (String hash : SECTIONS) {
      String name = hash.replaceAll("[^A-Za-z0-9-]+", "_");
      show(hash);
      for (int width : List.of(1300, 400)) {
        browser.size(width, width == 400 ? 1600 : 1200);
        for (boolean dark : List.of(false, true)) {
          browser.dark(dark);
          browser.eval(DRAWN);
          browser.screenshot(SHOTS.resolve(
              name + (width == 400 ? "-narrow" : "") + (dark ? "-dark" : "") + ".png"));
        }
        assertEquals("" + width, browser.eval("document.documentElement.scrollWidth"), hash);
      }
    }
    assertEquals(
        "0", browser.eval("performance.getEntriesByType('resource').length"), "resources loaded");
  }

  /** Presses Tab until the element has the focus, as somebody without a mouse does. */
  private void tabTo(String selector) throws InterruptedException {
    for (int i = 0; i < 80; i++) {
      browser.press("Tab", 9);
      if (browser.eval("document.activeElement.matches(\"" + selector + "\")").equals("true")) {
        return;
      }
    }
    throw new AssertionError(selector + " is not reached by Tab");
  }

  private void enter(String selector) throws InterruptedException {
    tabTo(selector);
    browser.press("Enter", 13);
    browser.eval(DRAWN);
  }

  @Test
  void scenarioIsSteppedWithKeysAlone() throws Exception {
    browser.open(sample().toUri());
    enter("#LD-00000002 h2 button");
    enter("#LD-00000002 [data-step=start]");
    String state = "document.querySelector('#LD-00000002 .state-text').textContent";
    enter("#LD-00000002 [data-step=next]");
    assertEquals("worker-0 holds A.lock now.", browser.eval(state));
    for (int i = 0; i < 3; i++) {
      browser.press("Enter", 13);
    }
    assertTrue(browser.eval(state).endsWith("Nobody can go on: deadlock."), browser.eval(state));
    assertEquals("back", browser.eval("document.activeElement.dataset.step"), "the focus stays");
    browser.press("Enter", 13);
    assertTrue(!browser.eval(state).contains("Nobody can go on"), browser.eval(state));
  }

  @Test
  void wayIsFoundWithKeysAlone() throws Exception {
    browser.open(sample().toUri());
    tabTo("[role=tab]");
    browser.press("ArrowRight", 39);
    browser.press("ArrowRight", 39);
    browser.eval(DRAWN);
    assertEquals("#deps", browser.eval("location.hash"));
    tabTo("input");
    browser.type("com.acme.A.lock");
    browser.press("Tab", 9);
    browser.type("com.acme.B.lock");
    browser.press("Enter", 13);
    browser.eval(DRAWN);
    String text = browser.eval("document.getElementById('main').textContent");
    assertTrue(text.contains("Yes, in 1 step"), text);
    enter("a[href='#class=0']");
    assertEquals("#class=0", browser.eval("location.hash"));
  }

  @Test
  void tenThousandDependenciesRespond() throws Exception {
    Path page = large();
    String figures = "loaded " + browser.open(page.toUri());
    for (String hash : List.of(
        "classes", "deps", "class=1500", "path=Holder0.lock&Holder2999.lock")) {
      String took = browser.eval("(function(){var t=performance.now();location.hash='" + hash
          + "';window.dispatchEvent(new Event('hashchange'));document.body.offsetHeight;"
          + "return Math.round(performance.now()-t);})()");
      figures += ", " + hash.replaceAll("=.*", "") + " " + took;
    }
    System.out.println(
        "10,000 dependencies: " + Files.size(page) / 1000 + " kB, milliseconds: " + figures);
    browser.size(1300, 1200);
    show("path=Holder0.lock&Holder40.lock");
    browser.screenshot(SHOTS.resolve("large-path.png"));
  }
}
