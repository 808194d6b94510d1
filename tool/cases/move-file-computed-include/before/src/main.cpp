#define CONFIG "config.h"
#include CONFIG

int main() { return level(); }
