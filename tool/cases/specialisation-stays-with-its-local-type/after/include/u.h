#pragma once
namespace u { struct mine {};
}
