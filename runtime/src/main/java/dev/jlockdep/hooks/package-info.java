/** The only types that woven bytecode calls. Public for that reason alone. */
package dev.jlockdep.hooks;
