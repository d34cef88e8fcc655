/** What runs in the forked JVMs: the runner, and suites that have to be put together in code. */
package suites;
