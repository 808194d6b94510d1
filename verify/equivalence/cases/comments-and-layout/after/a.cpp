// A comment.

int g() {
  // another
  return 2;
}

int f() { return 1; }
