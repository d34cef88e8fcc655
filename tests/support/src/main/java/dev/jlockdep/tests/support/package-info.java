/**
 * What the test modules share: JDK and agent look-up, forked JVMs, threads run step by step, and
 * reading and asserting findings. Imports the runtime's public types only; holds no tests.
 */
package dev.jlockdep.tests.support;
