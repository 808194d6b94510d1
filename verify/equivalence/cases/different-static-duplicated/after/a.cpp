static int counter;
int next() { return ++counter; }
