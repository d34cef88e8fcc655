package dev.jlockdep.agent.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.report.DumpSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, which draws it: {@code -Dtest=ReportInBrowser
 * -Djlockdep.browser=/usr/bin/chromium}. Not part of the ordinary build, which needs no browser;
 * named, it fails where none is. Screenshots are left in {@code target/report-screenshots}.
 */
class ReportInBrowser {
  /** Lets the page's timers run ahead; measurements do without. */
  private static final String WAIT = "--virtual-time-budget=8000";

  private static final Path SHOTS = Path.of("target", "report-screenshots").toAbsolutePath();
  @TempDir private Path folder;

  @BeforeEach
  void browserIsThere() throws IOException {
    String browser = System.getProperty("jlockdep.browser");
    assertNotNull(browser, "name a Chromium: -Djlockdep.browser=/usr/bin/chromium");
    assertTrue(Files.isExecutable(Path.of(browser)), browser + " cannot be run");
    Files.createDirectories(SHOTS);
  }

  private String run(String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        System.getProperty("jlockdep.browser"), "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--hide-scrollbars",
        "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(more));
    Path out = folder.resolve("out.txt");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
        .redirectError(folder.resolve("err.txt").toFile()).start();
    boolean ended = process.waitFor(90, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(out);
    assertTrue(ended, "the browser did not end: " + text);
    return text;
  }

  private Path page(Report report, String script) throws IOException {
    String html = HtmlReport.of(report, new Sources(List.of()));
    String end = script.isEmpty() ? "" : "<script>" + script + "</script>";
    return Files.writeString(folder.resolve("page.html"), html.replace("</body>", end + "</body>"));
  }

  private Report sample() throws IOException {
    Path dumps = Files.createDirectories(folder.resolve("dumps"));
    return SampleReports.all(dumps, SampleReports.baseline(folder));
  }

  private Report large() throws IOException {
    Path file = LargeDump.write(folder.resolve("jlockdep-1-1.jsonl"), "r", 0, 3_000, 10_000, 1);
    return new Report(DumpSet.read(List.of(file)), null, null, SampleReports.TODAY);
  }

  @Test
  void everySectionIsDrawn() throws Exception {
    Path page = page(sample(), "");
    for (String hash : List.of("findings", "LD-00000004", "classes", "class=0", "deps",
        "path=com.acme.A.lock&com.acme.C.lock", "chains", "audits", "suppressions", "runs")) {
      Path shot = SHOTS.resolve(hash.replaceAll("[^A-Za-z0-9-]+", "_") + ".png");
      Files.deleteIfExists(shot);
      run(WAIT, "--window-size=1300,1200", "--screenshot=" + shot, page.toUri() + "#" + hash);
      assertTrue(Files.size(shot) > 10_000, shot + " is empty");
    }
    run(WAIT, "--window-size=420,1600", "--screenshot=" + SHOTS.resolve("narrow.png"),
        page.toUri().toString());
    run(WAIT, "--window-size=1300,1200", "--blink-settings=preferredColorScheme=0", "--screenshot="
        + SHOTS.resolve("dark.png"), page.toUri() + "#LD-00000002");
  }

  @Test
  void scenarioIsSteppedAndTheNetworkIsLeftAlone() throws Exception {
    String script = "location.hash='LD-00000002';setTimeout(function(){"
        + "function q(s){return document.querySelector('#LD-00000002 '+s);}"
        + "q('[data-step=start]').click();q('[data-step=next]').click();"
        + "var r=q('.state-text').textContent;"
        + "for(var i=0;i<3;i++){q('[data-step=next]').click();}"
        + "r+='|'+q('.state-text').textContent+'|'+document.activeElement.dataset.step"
        + "+'|'+performance.getEntriesByType('resource').length;"
        + "document.body.innerHTML='<pre>RESULT '+r+'</pre>';},300);";
    String dom = run(WAIT, "--dump-dom", page(sample(), script).toUri().toString());
    int at = dom.indexOf("<pre>RESULT ");
    assertTrue(at >= 0, dom.substring(0, Math.min(2000, dom.length())));
    String[] result = dom.substring(at + 12, dom.indexOf("</pre>", at)).split("\\|");
    assertEquals("worker-0 holds A.lock now.", result[0]);
    assertTrue(result[1].endsWith("Nobody can go on: deadlock."), result[1]);
    assertEquals("back", result[2], "the focus stays in the scenario");
    assertEquals("0", result[3], "resources loaded");
  }

  @Test
  void tenThousandDependenciesRespond() throws Exception {
    String script = "(function(){var out=[];function time(n,f){var t=performance.now();f();"
        + "document.body.offsetHeight;out.push(n+' '+Math.round(performance.now()-t));}"
        + "function show(h){return function(){location.hash=h;"
        + "window.dispatchEvent(new Event('hashchange'));};}"
        + "time('classes',show('classes'));time('deps',show('deps'));"
        + "time('class',show('class=1500'));time('path',show('path=Holder0.lock&Holder2999.lock'));"
        + "document.body.innerHTML='<pre>RESULT '+out.join(', ')+'</pre>';}());";
    String dom = run("--dump-dom", page(large(), script).toUri().toString());
    int at = dom.indexOf("<pre>RESULT ");
    assertTrue(at >= 0, dom.substring(0, Math.min(2000, dom.length())));
    String result = dom.substring(at + 12, dom.indexOf("</pre>", at));
    System.out.println("milliseconds with 10,000 dependencies: " + result);
    run(WAIT, "--window-size=1300,1200", "--screenshot=" + SHOTS.resolve("large-path.png"),
        page(large(), "").toUri() + "#path=Holder0.lock&Holder40.lock");
  }
}
