/** The command line. Works on dumps alone, without the runtime. */
package dev.jlockdep.agent.cli;
