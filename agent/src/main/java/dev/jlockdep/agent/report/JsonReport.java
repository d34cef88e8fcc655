package dev.jlockdep.agent.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings of dumps as one JSON array, stacks in place. */
public final class JsonReport {
  private JsonReport() {}

  /** The array as text. */
  public static String of(DumpSet dumps) {
    List<Object> findings = new ArrayList<>();
    for (DumpSet.MergedFinding merged : dumps.findings()) {
      Map<String, Object> values = DumpEncoder.findingValues(merged.finding(), frames -> frames);
      values.put("runs", merged.runs());
      findings.add(values);
    }
    return Json.write(findings);
  }
}
