/**
 * Events for Flight Recorder, behind the option {@code jfr}. Nothing outside this package refers to
 * {@code jdk.jfr}, so a JVM without that module does without the events.
 */
package dev.jlockdep.agent.jfr;
