/**
 * The Maven plugin: puts the agent on the test JVMs of a build, and calls the agent's command line
 * on the dumps of all modules. What is said about findings is said by the command line.
 */
package dev.jlockdep.maven;
