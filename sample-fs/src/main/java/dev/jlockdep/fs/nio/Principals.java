package dev.jlockdep.fs.nio;

import java.io.IOException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;

/** Owners: the filesystem knows numbers only, so every number is a name, and root is 0. */
final class Principals extends UserPrincipalLookupService {
  private static final String ROOT = "root";

  /** A user. */
  static class User implements UserPrincipal {
    private final int id;

    User(int id) {
      this.id = id;
    }

    final int id() {
      return id;
    }

    @Override
    public final String getName() {
      return id == 0 ? ROOT : Integer.toUnsignedString(id);
    }

    @Override
    public final boolean equals(Object other) {
      return other != null && other.getClass() == getClass() && ((User) other).id == id;
    }

    @Override
    public final int hashCode() {
      return id;
    }

    @Override
    public final String toString() {
      return getName();
    }
  }

  /** A group. */
  static final class Group extends User implements GroupPrincipal {
    Group(int id) {
      super(id);
    }
  }

  /** The number of an owner that came from here. */
  static int id(UserPrincipal principal) {
    if (Objects.requireNonNull(principal) instanceof User user) {
      return user.id();
    }
    throw new ProviderMismatchException("owner of another filesystem: " + principal);
  }

  @Override
  public UserPrincipal lookupPrincipalByName(String name) throws IOException {
    return new User(parse(name));
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String name) throws IOException {
    return new Group(parse(name));
  }

  private static int parse(String name) throws UserPrincipalNotFoundException {
    if (name.equals(ROOT)) {
      return 0;
    }
    try {
      return Integer.parseUnsignedInt(name);
    } catch (NumberFormatException e) {
      throw new UserPrincipalNotFoundException(name);
    }
  }
}
