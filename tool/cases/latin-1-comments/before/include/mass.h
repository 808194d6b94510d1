#pragma once

namespace mass {

// Länge: für Meter.
struct Laenge {
  int meter = 1; // größer als null
};

// Gewicht: für Gramm, mit Maß.
struct Gewicht {
  int gramm = 2; // größer als null
};

} // namespace mass
