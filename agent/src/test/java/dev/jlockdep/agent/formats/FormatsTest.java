package dev.jlockdep.agent.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.Golden;
import dev.jlockdep.agent.report.Json;
import dev.jlockdep.agent.report.SampleFindings;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

/** Every format of the same report. */
class FormatsTest {
  private static final Sources NONE = new Sources(List.of());
  private static final String ODD = "p.\"<&|`\n,:%;#\u00e4\u0001Type.l\u00f6ck";
  @TempDir private Path folder;

  private static Finding circle() {
    return SampleFindings.circle(Level.LIKELY, true, "com.acme.A.lock", "com.acme.B.lock");
  }

  private static String text(Report report, Sources sources) {
    return new TextReport(sources, Style.PLAIN, 0).of(report);
  }

  @Test
  void textCardOfTwoTasksHasTwoColumnsAndNamesTheMajority() throws IOException {
    Golden.assertEquals("card-two.txt", text(SampleReports.one(folder, circle()), NONE));
  }

  @Test
  void textOfManyFindingsComesFailingFirst() throws IOException {
    Report report = SampleReports.all(folder, SampleReports.baseline(folder));
    Golden.assertEquals("cards-many.txt", text(report, NONE));
  }

  @Test
  void sourceLinesAreShownWhereTheyAreFound() throws IOException {
    Path source = folder.resolve("src/com/acme/Step0.java");
    Files.createDirectories(source.getParent());
    StringBuilder code = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      code.append("line ").append(i).append('\n');
    }
    Files.writeString(source, code);
    Report report = SampleReports.one(folder.resolve("dumps"), circle());
    String text = text(report, new Sources(List.of(folder.resolve("src"))));
    assertTrue(text.contains("    28 | line 28"), text);
    assertTrue(text.contains(">   30 | line 30"), text);
    assertFalse(text.contains("line 31"), text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "App; App.run(App.java:11); in your sources: App.run(App.java:11) | all locks are taken in"
        + " libraries (com.acme): unless your calls can be made apart, look for a release with another"
        + " order",
    "App Step0; App.run(App.java:11);"
        + " in your sources: Step0.next(Step0.java:30), App.run(App.java:11)",
    "App Step0 Step1; Step1.next(Step1.java:31); null",
    "Elsewhere; Step1.next(Step1.java:31); null"
  })
  void readersOwnCodeIsNamedWhereThePositionsAreOthers(
      String there, String place, String expected) throws IOException {
    Path root = Files.createDirectories(folder.resolve("src/com/acme"));
    for (String type : there.split(" ")) {
      Files.writeString(root.resolve(type + ".java"), "\n".repeat(40));
    }
    Report report = SampleReports.one(
        folder.resolve("dumps"), circle(), new Sources(List.of(folder.resolve("src"))));
    assertEquals("com.acme." + place, report.cards().get(0).position());
    String line = place.substring(place.indexOf(':') + 1, place.length() - 1);
    assertTrue(Annotations.of(report, NONE, folder).contains(",line=" + line + ","));
    List<String> help = report.cards().get(0).help();
    assertTrue(help.get(0).startsWith("take A.lock before B.lock at "), help.get(0));
    String rest = String.join(" | ", help.subList(1, help.size()));
    assertEquals(expected.equals("null") ? "" : expected, rest);
  }

  @Test
  void textIsAsciiAndColoursChangeNoWord() throws IOException {
    Report report = SampleReports.all(folder);
    String plain = text(report, NONE);
    assertTrue(plain.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127), plain);
    String coloured = new TextReport(NONE, Style.COLOURED, 0).of(report);
    assertTrue(coloured.contains("\u001b["));
    assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO,true,,xterm,COLOURED", "AUTO,false,,xterm,PLAIN", "AUTO,true,1,xterm,PLAIN",
    "AUTO,true,,dumb,PLAIN", "ALWAYS,false,1,dumb,COLOURED", "NEVER,true,,xterm,PLAIN"
  })
  void coloursAreForTerminalsThatWantThem(
      Style.When when, boolean terminal, String noColor, String term, Style expected) {
    assertEquals(expected, Style.of(when, terminal, noColor, term));
  }

  @Test
  void mermaid() throws IOException {
    Golden.assertEquals("circle.mmd", MermaidWriter.of(SampleReports.one(folder, circle())));
  }

  @Test
  void markdown() throws IOException {
    Report report = SampleReports.all(folder, SampleReports.baseline(folder));
    Golden.assertEquals("summary.md", MarkdownSummary.of(report));
  }

  @Test
  void annotationsStandAtTheRarerOrder() throws IOException {
    Report report = SampleReports.all(folder, SampleReports.baseline(folder));
    Golden.assertEquals("annotations.txt", Annotations.of(report, NONE, folder));
  }

  @Test
  void annotationsAreTenAtMost() throws IOException {
    for (int i = 10; i < 25; i++) {
      Finding plain = SampleFindings.circle(Level.LIKELY, true, "a", "b" + i);
      Finding own = new Finding(
          plain.kind(), plain.level(), "LD-000000" + i, plain.message(), plain.classes(),
          plain.dependencies(), plain.heldLocks(), plain.stack(), plain.thread(), plain.threadId(),
          plain.test(), plain.evidence(), true, 0);
      SampleReports.one(folder.resolve("d" + i), own);
    }
    Report report =
        new Report(DumpSet.read(List.of(folder)), null, null, SampleReports.TODAY);
    String[] lines = Annotations.of(report, NONE, folder).split("\n");
    assertEquals(Annotations.MOST + 1, lines.length);
    assertTrue(lines[Annotations.MOST].startsWith("::notice "), lines[Annotations.MOST]);
  }

  @Test
  void graphMlHoldsTheWholeGraph() throws Exception {
    Document xml = xml(GraphMlWriter.of(SampleReports.one(folder, circle())));
    assertEquals(3, xml.getElementsByTagName("node").getLength());
    assertEquals(3, xml.getElementsByTagName("edge").getLength());
    String text = xml.getDocumentElement().getTextContent();
    assertTrue(text.contains("com.acme.C.lock"), text);
  }

  @Test
  void junitHasACaseForEachFinding() throws Exception {
    Report report = SampleReports.all(folder, SampleReports.baseline(folder));
    Document xml = xml(JunitXml.of(report));
    assertEquals("6", xml.getDocumentElement().getAttribute("tests"));
    assertEquals("3", xml.getDocumentElement().getAttribute("failures"));
    assertEquals("1", xml.getDocumentElement().getAttribute("skipped"));
    assertEquals("0", xml.getDocumentElement().getAttribute("errors"));
    assertEquals(3, xml.getElementsByTagName("failure").getLength());
    String failure = xml.getElementsByTagName("failure").item(0).getTextContent();
    assertTrue(failure.contains("stack backtrace:\n  at fs.FileOps.fallocate"), failure);
  }

  @Test
  void junitOfNoDumpIsAnError() throws Exception {
    Report nothing = new Report(DumpSet.read(List.of()), null, null, SampleReports.TODAY);
    assertEquals("1", xml(JunitXml.of(nothing)).getDocumentElement().getAttribute("errors"));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void sarifSatisfiesItsSchema() throws IOException {
    String sarif =
        SarifWriter.of(SampleReports.all(folder, SampleReports.baseline(folder)), NONE, folder);
    assertEquals(List.of(), sarifErrors(sarif));
    // the schema bites
    String broken = sarif.replace("\"status\":\"accepted\"", "\"status\":\"nonsense\"");
    assertFalse(broken.equals(sarif));
    assertFalse(sarifErrors(broken).isEmpty());
  }

  private static List<String> sarifErrors(String sarif) throws IOException {
    try (InputStream in = FormatsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(text, InputFormat.JSON);
      return schema.validate(sarif, InputFormat.JSON).stream().map(Object::toString).toList();
    }
  }

  @Test
  void sarifHasAThreadFlowForEachTaskAndAStableFingerprint() throws IOException {
    String sarif =
        SarifWriter.of(
            SampleReports.one(
                folder, SampleFindings.circle(Level.POSSIBLE, false, "A", "B", "C", "D")),
            NONE, folder);
    Map<?, ?> result = first(first(Json.read(sarif), "runs"), "results");
    assertEquals("warning", result.get("level"));
    assertEquals(Map.of("jlockdep/v1", "LD-00000004"), result.get("partialFingerprints"));
    List<?> flows = (List<?>) first(result, "codeFlows").get("threadFlows");
    assertEquals(4, flows.size());
    Map<?, ?> place =
        (Map<?, ?>) ((Map<?, ?>) first(flows.get(1), "locations").get("location"))
            .get("physicalLocation");
    assertEquals(Map.of("uri", "com/acme/Step1.java"), place.get("artifactLocation"));
    assertEquals(Map.of("startLine", 21L), place.get("region"));
  }

  private static Map<?, ?> first(Object map, String key) {
    return (Map<?, ?>) ((List<?>) ((Map<?, ?>) map).get(key)).get(0);
  }

  @Test
  void oddNamesBreakNoFormat() throws Exception {
    Report report =
        SampleReports.one(folder, SampleFindings.circle(Level.LIKELY, true, ODD, "]]>" + ODD));
    xml(JunitXml.of(report));
    xml(GraphMlWriter.of(report));
    assertEquals(List.of(), sarifErrors(SarifWriter.of(report, NONE, folder)));
    String annotation = Annotations.of(report, NONE, folder);
    assertEquals(1, annotation.split("\n").length, annotation);
    String mermaid = MermaidWriter.of(report);
    assertEquals(6, mermaid.split("\n").length, mermaid);
    assertFalse(mermaid.contains("<&"), mermaid);
    String row = MarkdownSummary.of(report).lines().filter(l -> l.startsWith("| LD")).findAny().get();
    assertEquals(7, row.replace("\\|", "").chars().filter(c -> c == '|').count(), row);
    assertTrue(text(report, NONE).contains("LD-00000002"));
  }

  @ParameterizedTest
  @EnumSource(FindingKind.class)
  void everyKindHasEveryFormat(FindingKind kind) throws Exception {
    Report report = SampleReports.one(folder, SampleFindings.plain(kind, Level.POSSIBLE));
    xml(JunitXml.of(report));
    assertEquals(List.of(), sarifErrors(SarifWriter.of(report, NONE, folder)));
    assertTrue(MarkdownSummary.of(report).contains(kind.headline()));
    assertTrue(text(report, NONE).contains("help: "));
    assertTrue(MermaidWriter.of(report).contains("Pool.lock"));
  }
}
