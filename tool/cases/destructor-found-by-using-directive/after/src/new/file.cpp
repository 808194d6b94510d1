#include "new/file.h"

using namespace lib;
using namespace XM;

class Reader { public: Map read() { return Map(); } };

class lib::moved::File::Private { public: Map map; XM::Props props; };

lib::moved::File::File() : d(new Private) { Reader r; d->map = r.read(); }
lib::moved::File::~File() { delete d; }
XM::Props *lib::moved::File::props() { return &d->props; }
Map lib::moved::File::map() const { return d->map; }
