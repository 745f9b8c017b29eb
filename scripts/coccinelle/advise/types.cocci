// SPDX-License-Identifier: GPL-2.0
/// Structs and tables in a raw driver that deed has something in place of.
///
/// The list is scripts/coccinelle/advise/types; DEED_ADVICE_TYPES says where it
/// is. A driver is registered by what its macro names, so these are listed, too.
///
// Confidence: High
// Since: Linux 6.12
// Options: --no-includes --include-headers

virtual report

@initialize:python@
@@
import os

types = {}

with open(os.environ.get('DEED_ADVICE_TYPES', 'scripts/coccinelle/advise/types')) as lines:
	for line in lines:
		name, _, what = line.split('#')[0].partition(' -> ')
		types[name.strip()] = what.strip()

MACROS = {
	'module_pci_driver': 'DEED_PCI_DRIVER() in <deed/pci.h>',
	'module_platform_driver': 'DEED_PLATFORM_DRIVER() in <deed/platform.h>',
	'module_phy_driver': 'DEED_PHY_DRIVERS() in <deed/phy.h>',
	'module_misc_device': 'DEED_CHRDEV() in <deed/chrdev.h>',
	'module_init': 'deed_module() in <deed/module.h>',
	'module_exit': 'deed_module() in <deed/module.h>: its drop is the exit',
	'DEFINE_MUTEX': 'DEED_CELL_TYPE() in <deed/lock.h>: with the data that it guards',
	'DEFINE_SPINLOCK': 'DEED_CELL_TYPE() in <deed/lock.h>: with the data that it guards',
	'DECLARE_WAIT_QUEUE_HEAD': 'deed_waitqueue_init() in <deed/wait.h>',
}

def bare(name):
	return ' '.join(word for word in str(name).split() if word not in ('const', 'static'))

def advise(p, name, what):
	coccilib.report.print_report(p, "ADVICE: %s: %s" % (name, what))

@member@
type T;
identifier s, m;
position p;
@@

 struct s { ... T m@p; ... };

@script:python depends on report@
T << member.T;
p << member.p;
@@

if bare(T) + ' in a struct' in types:
	advise(p[0], bare(T), types[bare(T) + ' in a struct'])

@table@
identifier s, v;
position p;
@@

 struct s v@p = { ... };

@script:python depends on report@
s << table.s;
p << table.p;
@@

if 'struct %s defined' % s in types:
	advise(p[0], 'struct ' + s, types['struct %s defined' % s])

@tables@
identifier s, v;
position p;
@@

 struct s v@p[...] = { ... };

@script:python depends on report@
s << tables.s;
p << tables.p;
@@

if 'struct %s defined' % s in types:
	advise(p[0], 'struct ' + s, types['struct %s defined' % s])

@macro@
declarer name module_pci_driver, module_platform_driver, module_phy_driver;
declarer name module_misc_device, module_init, module_exit;
declarer name DEFINE_MUTEX, DEFINE_SPINLOCK, DECLARE_WAIT_QUEUE_HEAD;
position p;
@@

(
 module_pci_driver@p(...);
|
 module_platform_driver@p(...);
|
 module_phy_driver@p(...);
|
 module_misc_device@p(...);
|
 module_init@p(...);
|
 module_exit@p(...);
|
 DEFINE_MUTEX@p(...);
|
 DEFINE_SPINLOCK@p(...);
|
 DECLARE_WAIT_QUEUE_HEAD@p(...);
)

@script:python depends on report@
p << macro.p;
@@

with open(p[0].file, errors='replace') as source:
	word = source.read().split('\n')[int(p[0].line) - 1][int(p[0].column):int(p[0].column_end)]
if word in MACROS:
	advise(p[0], word + '()', MACROS[word])
