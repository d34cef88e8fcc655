/**
 * The report model and its forms: splat, dump, DOT. One model, made from live findings or read from
 * dumps, feeds every format. Only Records, DumpWriter, DumpEncoder, FindingReporter, Dumps and
 * Summary refer to the runtime.
 */
package dev.jlockdep.agent.report;
