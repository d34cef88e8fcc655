package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.Splat;

/** The verdict as a JUnit report, so that a CI server shows findings where it shows tests. */
public final class JunitXml {
  private JunitXml() {}

  /** One test case for each finding; accepted ones are skipped, failing ones fail. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    int cases = report.cards().size() + 1;
    int skipped = report.accepted();
    boolean proves = !report.verdict().equals("NOT VALIDATED");
    out.append("<testsuite name=\"jlockdep\" tests=\"").append(cases);
    out.append("\" failures=\"").append(report.failing());
    out.append("\" errors=\"").append(proves ? 0 : 1);
    out.append("\" skipped=\"").append(skipped).append("\" time=\"0\">\n");
    validated(report, proves, out);
    for (FindingCard card : report.cards()) {
      testCase(card, out);
    }
    return out.append("</testsuite>\n").toString();
  }

  private static void validated(Report report, boolean proves, StringBuilder out) {
    out.append("  <testcase classname=\"jlockdep\" name=\"runs were watched\" time=\"0\"");
    if (proves) {
      out.append("/>\n");
      return;
    }
    String why =
        report.problems().isEmpty() ? "no dump found" : String.join("\n", report.problems());
    out.append(">\n    <error message=\"not validated\">").append(Xml.lines(why));
    out.append("</error>\n  </testcase>\n");
  }

  private static void testCase(FindingCard card, StringBuilder out) {
    String test = card.finding().test();
    int method = test.indexOf('#');
    String type = method < 0 ? "jlockdep" : test.substring(0, method);
    out.append("  <testcase classname=\"").append(Xml.text(type));
    out.append("\" name=\"").append(Xml.text(card.title() + ": " + card.finding().cycle()));
    out.append("\" time=\"0\">\n");
    if (card.judgement().accepted()) {
      out.append("    <skipped message=\"");
      out.append(Xml.text(card.judgement().text(card.finding().level()))).append("\"/>\n");
    } else if (card.failing()) {
      out.append("    <failure type=\"").append(card.finding().kind()).append("\" message=\"");
      out.append(Xml.text(card.finding().cycle())).append("\">");
      out.append(Xml.lines(Splat.of(card.finding(), card.run()))).append("</failure>\n");
    } else {
      out.append("    <system-out>");
      out.append(Xml.lines(Splat.of(card.finding(), card.run()))).append("</system-out>\n");
    }
    out.append("  </testcase>\n");
  }
}
