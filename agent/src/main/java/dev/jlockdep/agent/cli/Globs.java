package dev.jlockdep.agent.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Patterns as arguments, for command lines that a shell has too many files for. */
final class Globs {
  private Globs() {}

  /** The files and folders a pattern means; a path without wildcards, or that exists, as it is. */
  static List<Path> expand(Path path) {
    if (Files.exists(path) || !isPattern(path)) {
      return List.of(path);
    }
    Path root = path.toAbsolutePath();
    while (isPattern(root)) {
      root = root.getParent();
    }
    List<Path> found = new ArrayList<>();
    PathMatcher matcher = path.getFileSystem().getPathMatcher("glob:" + path.toAbsolutePath());
    try {
      Files.walkFileTree(root, new Finder(matcher, found));
    } catch (IOException e) {
      return List.of(path);
    }
    Collections.sort(found);
    return found.isEmpty() ? List.of(path) : found;
  }

  static boolean isPattern(Path path) {
    String text = path.toString();
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('{') >= 0;
  }

  private static final class Finder extends SimpleFileVisitor<Path> {
    private final PathMatcher matcher;
    private final List<Path> found;

    Finder(PathMatcher matcher, List<Path> found) {
      this.matcher = matcher;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (matcher.matches(folder)) {
        found.add(folder);
        // a folder is searched as a whole later
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (matcher.matches(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
