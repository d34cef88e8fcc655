/** Programs that must behave the same with and without the agent. */
package programs.transparent;
