/** Programs that fill the tables of jlockdep. */
package programs.bounds;
