/** An agent that breaks jlockdep on purpose, and the program that runs meanwhile. */
package programs.faults;
