#include "list_moved.h"

int main() { Tag::moved::List<int> a; Tag::moved::List<int *> b; return a.size() + b.size(); }
