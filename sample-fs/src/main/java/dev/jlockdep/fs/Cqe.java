package dev.jlockdep.fs;

import java.io.IOException;

/** One completed request of a ring: bytes moved, or the failure. */
public record Cqe(long userData, int result, IOException failure) {}
