/**
 * Events for Flight Recorder, behind the option {@code jfr}. Only {@code FlightRecording} is called
 * from outside; it loads without the module {@code jdk.jfr}, which all other types here need.
 */
package dev.jlockdep.agent.jfr;
