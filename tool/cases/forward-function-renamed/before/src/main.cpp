#include "a.h"

int main() { return a::start(); }
