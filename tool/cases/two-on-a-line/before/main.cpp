#include "a.hpp"
int main() { A a; B b; C c; (void)a; (void)b; (void)c; }
