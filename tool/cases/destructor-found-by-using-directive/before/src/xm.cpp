#include "old/xm.h"
#include "lib/map.h"

using namespace lib;
using namespace XM;

class Reader { public: Map read() { return Map(); } };

class XM::File::Private { public: Map map; XM::Props props; };

XM::File::File() : d(new Private) { Reader r; d->map = r.read(); }
XM::File::~File() { delete d; }
XM::Props *XM::File::props() { return &d->props; }
Map XM::File::map() const { return d->map; }
