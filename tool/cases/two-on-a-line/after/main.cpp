#include "a.hpp"
#include "b.hpp"
int main() { A a; B b; C c; (void)a; (void)b; (void)c; }
