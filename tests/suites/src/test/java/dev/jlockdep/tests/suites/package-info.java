/** Runs test suites of others twice, bare and watched, and compares. */
package dev.jlockdep.tests.suites;
