// SPDX-License-Identifier: GPL-2.0
/// A failure is an error pointer, and NULL is asked for, or the other way.
///
/// What returns error pointers does not return NULL, and what returns NULL no
/// error pointer: the wrong test lets the failure pass, and the pointer is
/// used. Where both are asked for one after the other nothing is said.
///
// Confidence: High
// Since: Linux 2.4 (include/linux/err.h)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@

import re

seen = set()

def meant(p):
	"""Whether both failures are asked for."""
	with open(p.file, errors='replace') as source:
		lines = source.read().split('\n')
	# what comes next may ask for the other one
	following = re.split(r'^\}', '\n'.join(lines[int(p.line):int(p.line) + 5]), flags=re.M)[0]
	return re.search(r'\bIS_ERR\(.*([|&][|&]|\?)|[|&][|&].*\bIS_ERR\(',
			 lines[int(p.line) - 1]) or \
		re.search(r'\bIS_ERR\(|== NULL', following)

def first(p):
	"""Whether this place is to be reported, and was not."""
	if meant(p):
		return False
	new = (p.file, p.line, p.column) not in seen
	seen.add((p.file, p.line, p.column))
	return new

// fails with an error pointer, never with NULL
@null exists@
expression x, E;
identifier f =~ "^(devm_(platform_(get_and_)?ioremap_resource(_byname)?|ioremap_resource|clk_get(_enabled|_prepared)?|regulator_get|reset_control_get(_exclusive|_shared)?|pinctrl_get|gpiod_get(_index)?|phy_get|regmap_init_(mmio|i2c|spi)|hwmon_device_register_with_(groups|info)|rtc_device_register|iio_channel_get|nvmem_cell_get)|kthread_(run|create)|filp_open|(v)?memdup_user(_nul)?|strndup_user|class_create|device_create(_with_groups)?|syscon_(node_to_regmap|regmap_lookup_by_(phandle|compatible))|dma_request_chan|dma_buf_(get|attach|export)|crypto_alloc_(shash|ahash|skcipher|aead|tfm|akcipher|kpp)|platform_device_register_(simple|data|full|resndata)|anon_inode_getfile|pwm_get|power_supply_register|regulator_register|thermal_zone_device_register(_with_trips)?|ib_(alloc|create)_(pd|cq|qp|mr)|blk_mq_alloc_disk|drm_gem_shmem_create|i2c_new_(client|dummy|ancillary)_device|debugfs_create_dir|fwnode_gpiod_get_index|v4l2_m2m_init|usb_get_phy|of_pwm_get)$";
position p;
@@

 x = f(...)
 ... when != x = E
     when != IS_ERR(x)
     when != IS_ERR_OR_NULL(x)
(
 !x@p
|
 x@p == NULL
|
 x@p != NULL
)

// fails with NULL, never with an error pointer
@err exists@
expression x, E;
identifier f =~ "^(k[mz]alloc(_array|_node)?|kcalloc(_node)?|kvm?[mz]?alloc(_array)?|kvzalloc|vmalloc|vzalloc|kmemdup|kstrn?dup|kasprintf|devm_(k[mz]alloc(_array)?|kcalloc|kmemdup|kstrdup|kasprintf|ioremap(_wc|_uc)?|alloc_etherdev(_mqs)?|input_allocate_device|iio_device_alloc|mdiobus_alloc(_size)?)|ioremap(_wc|_cache|_uc|_np)?|of_iomap|(alloc|create)_(ordered_|singlethread_)?workqueue|of_(find_(node_by_(name|path|type|phandle)|compatible_node|matching_node|device_by_node|i2c_device_by_node)|get_(parent|child_by_name|next_child|next_available_child)|parse_phandle|match_(device|node)|graph_get_(remote_node|port_by_id|remote_port_parent|endpoint_by_regs))|platform_(get_resource(_byname)?|device_alloc)|alloc_(etherdev(_mqs?)?|skb|netdev(_mqs?)?|disk)|netdev_alloc_skb(_ip_align)?|dev_alloc_skb|usb_alloc_urb|dma_alloc_(coherent|attrs|noncoherent)|dma_pool_(alloc|zalloc|create)|kmem_cache_(alloc|zalloc|create)|mempool_create(_slab_pool|_kmalloc_pool)?|pci_get_(device|slot|class|domain_bus_and_slot)|pci_(iomap|ioremap_bar|alloc_consistent)|input_allocate_device|irq_domain_(add_(linear|tree|simple|nomap)|create_(linear|tree|simple))|rtc_allocate|spi_alloc_(host|target|master|device)|i2c_get_adapter|video_device_alloc|v4l2_ctrl_new_(std|custom)|mdiobus_alloc(_size)?|alloc_pages?(_node)?|__get_free_pages?|get_zeroed_page|drm_mode_(duplicate|create))$";
position p;
@@

 x = f(...)
 ... when != x = E
     when != x == NULL
     when != !x
 IS_ERR@p(x)

@script:python depends on report@
p << null.p;
f << null.f;
@@

if first(p[0]):
	coccilib.report.print_report(p[0], "ERROR: %s() fails with an error pointer, not "
				     "with NULL: IS_ERR()" % f)

@script:python depends on report@
p << err.p;
f << err.f;
@@

if first(p[0]):
	coccilib.report.print_report(p[0], "ERROR: %s() fails with NULL, not with an error "
				     "pointer" % f)

@script:python depends on org@
p << null.p;
@@

if first(p[0]):
	coccilib.org.print_todo(p[0], "fails with an error pointer, not with NULL")

@script:python depends on org@
p << err.p;
@@

if first(p[0]):
	coccilib.org.print_todo(p[0], "fails with NULL, not with an error pointer")
