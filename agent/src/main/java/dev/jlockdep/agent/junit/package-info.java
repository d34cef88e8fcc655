/**
 * The side of JUnit: the right test fails with a finding. All references of the agent to JUnit's
 * types are in here, so that it loads without JUnit.
 */
package dev.jlockdep.agent.junit;
