/**
 * The conformance program: runs the rows of lockdep's self-test matrix as real lock operations on
 * real threads and writes down what the agent found. It asserts nothing; the tests beside it do.
 */
package dev.jlockdep.tests.conformance;
