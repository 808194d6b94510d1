#include "old/pages.h"
int main() { return book::print::Page().size() + book::print::Cover().size() == 9 ? 0 : 1; }
