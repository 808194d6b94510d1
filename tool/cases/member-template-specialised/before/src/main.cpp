#include "list.h"

int main() { Tag::List<int> a; Tag::List<int *> b; return a.size() + b.size(); }
