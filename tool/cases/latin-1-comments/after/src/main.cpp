#include "gewicht.h"
#include "mass.h"

#include <cstdio>

// Größen: Länge und Gewicht.
int main() { std::printf("%d%d\n", mass::Laenge().meter, einheit::Gewicht().gramm); }
