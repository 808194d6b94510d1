int f() {
  int unread = 5;
  return 1;
}
