/**
 * What the agent costs, always beside the same code without it. Imports JMH and the public API of
 * jlockdep; nothing imports this package.
 */
package dev.jlockdep.tests.benchmarks;
