static int counter;
int next() { return ++counter; }
int other() { return ++counter; }
