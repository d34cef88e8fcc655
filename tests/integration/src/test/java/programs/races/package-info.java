/** Programs that run into the seams of jlockdep's own concurrency. */
package programs.races;
