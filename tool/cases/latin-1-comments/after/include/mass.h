#pragma once

namespace mass {

// Länge: für Meter.
struct Laenge {
  int meter = 1; // größer als null
};

} // namespace mass
