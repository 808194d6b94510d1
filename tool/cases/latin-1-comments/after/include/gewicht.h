#pragma once

namespace einheit {

// Gewicht: für Gramm, mit Maß.
struct Gewicht {
  int gramm = 2; // größer als null
};

} // namespace einheit
