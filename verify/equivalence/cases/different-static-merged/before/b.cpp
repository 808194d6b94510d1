static int counter;
int other() { return ++counter; }
