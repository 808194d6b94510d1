int f() {
  int unread = 6;
  return 1;
}
