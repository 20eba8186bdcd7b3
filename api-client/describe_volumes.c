/* describe's volumes: one row per source and field. */
#include "api-client/describe_parts.h"
#include "api-client/json_sort.h"
#include "api-client/quantity.h"

#include <stdlib.h>
#include <string.h>

enum form {
    FORM_TEXT,  /* a string, "" if absent */
    FORM_NONE,  /* a string or number, "<none>" if absent */
    FORM_INT,   /* 0 if absent */
    FORM_BOOL,  /* false if absent */
    FORM_LIST,  /* [a b] */
    FORM_COMMA, /* a, b */
    FORM_MAP,   /* map[a:1] */
    FORM_REF,   /* a LocalObjectReference as Go's generated code prints it */
    FORM_SIZE   /* a quantity, "<unset>" unless over 0 */
};

struct field {
    const char *title; /* with its colon: one kind's has none, another's a space behind it */
    const char *member;
    enum form form;
};

struct volume_kind {
    const char *member, *words;
    struct field fields[12]; /* ends with a NULL title */
    void (*more)(struct describe_text *w, const cJSON *source);
};

static void add_items(struct describe_text *w, const cJSON *source)
{
    describe_add(w, 0, "    Items:\n");
    json_each_element(item, json_get(source, "items"))
    {
        const char *path = json_text_or_empty(item, "path");
        if (describe_object(item, "fieldRef"))
            describe_add(w, 3, "%s -> %s\n", json_text_or_empty(item, "fieldRef.fieldPath"), path);
        if (describe_object(item, "resourceFieldRef"))
            describe_add(w, 3, "%s -> %s\n", json_text_or_empty(item, "resourceFieldRef.resource"), path);
    }
}

/* Where it is absent kubectl says "<nil>", and where it is there the address of it: the value is better. */
static const char *optional(const cJSON *source)
{
    const cJSON *said = json_get(source, "optional");
    return !cJSON_IsBool(said) ? "<nil>" : cJSON_IsTrue(said) ? "true" : "false";
}

static void add_projected(struct describe_text *w, const cJSON *source)
{
    const cJSON *from;
    if ((from = describe_object(source, "secret")))
        describe_add(w, 2, "SecretName:\t%s\n    SecretOptionalName:\t%s\n", json_text_or_empty(from, "name"),
                     optional(from));
    else if (describe_object(source, "downwardAPI"))
        describe_add(w, 2, "DownwardAPI:\ttrue\n");
    else if ((from = describe_object(source, "configMap")))
        describe_add(w, 2, "ConfigMapName:\t%s\n    ConfigMapOptional:\t%s\n",
                     json_text_or_empty(from, "name"), optional(from));
    else if ((from = describe_object(source, "serviceAccountToken")))
        describe_add(w, 2, "TokenExpirationSeconds:\t%lld\n",
                     (long long)json_int(from, "expirationSeconds", 3600));
}

static void add_sources(struct describe_text *w, const cJSON *volume)
{
    json_each_element(source, json_get(volume, "sources"))
    {
        add_projected(w, source);
    }
}

static void add_attributes(struct describe_text *w, const cJSON *source)
{
    const cJSON **sorted = json_sorted_members(describe_object(source, "volumeAttributes"), json_by_name);
    describe_add(w, 2, "VolumeAttributes:\t");
    for (size_t i = 0; sorted[i]; i++) {
        struct str line = {0};
        if (i) {
            describe_add(w, 2, "%s", "");
            describe_add(w, 2, "\t");
        }
        str_addf(&line, "%s=%s", sorted[i]->string, describe_string(sorted[i]));
        describe_add_cut(w, 2, str_text(&line), DESCRIBE_VALUE_MAX);
        str_fini(&line);
    }
    if (!sorted[0])
        describe_add(w, 0, "<none>\n");
    free(sorted);
}

/* A claim that has not been made yet: no capacity and no modes of its own. */
static void add_claim(struct describe_text *w, const cJSON *claim)
{
    const char *old_class = describe_string(
        json_get(json_at(claim, "metadata.annotations"), "volume.beta.kubernetes.io/storage-class"));
    const char *volume = json_text_or_empty(claim, "spec.volumeName");
    const cJSON *mode = json_at(claim, "spec.volumeMode");
    const cJSON *data = json_at(claim, "spec.dataSource");
    describe_add(w, 0, "StorageClass:\t%s\n",
                 *old_class ? old_class : json_text_or_empty(claim, "spec.storageClassName"));
    describe_add(w, 0, "Volume:\t%s\n", volume);
    describe_add_labels(w, "Labels", json_at(claim, "metadata.labels"));
    describe_add_annotations(w, "Annotations", json_at(claim, "metadata.annotations"));
    describe_add(w, 0, "Capacity:\t%s\n", *volume ? "0" : "");
    describe_add(w, 0, "Access Modes:\t\n");
    if (cJSON_IsString(mode))
        describe_add(w, 0, "VolumeMode:\t%s\n", mode->valuestring);
    if (!cJSON_IsObject(data))
        return;
    describe_add(w, 0, "DataSource:\n");
    if (cJSON_IsString(json_get(data, "apiGroup")))
        describe_add(w, 1, "APIGroup:\t%s\n", json_text_or_empty(data, "apiGroup"));
    describe_add(w, 1, "Kind:\t%s\n", json_text_or_empty(data, "kind"));
    describe_add(w, 1, "Name:\t%s\n", json_text_or_empty(data, "name"));
}

static void add_template(struct describe_text *w, const cJSON *source)
{
    const cJSON *claim = describe_object(source, "volumeClaimTemplate");
    if (!claim)
        return;
    w->nested = 2;
    add_claim(w, claim);
    w->nested = 0;
}

/* In the order in which kubectl asks for them. */
static const struct volume_kind kinds[] = {
    {"hostPath",
     "HostPath (bare host directory volume)",
     {{"Path:", "path", FORM_TEXT}, {"HostPathType:", "type", FORM_NONE}},
     NULL},
    {"emptyDir",
     "EmptyDir (a temporary directory that shares a pod's lifetime)",
     {{"Medium:", "medium", FORM_TEXT}, {"SizeLimit:", "sizeLimit", FORM_SIZE}},
     NULL},
    {"gcePersistentDisk",
     "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
     {{"PDName:", "pdName", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"Partition:", "partition", FORM_INT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"awsElasticBlockStore",
     "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
     {{"VolumeID:", "volumeID", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"Partition:", "partition", FORM_INT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"gitRepo",
     "GitRepo (a volume that is pulled from git when the pod is created)",
     {{"Repository:", "repository", FORM_TEXT}, {"Revision:", "revision", FORM_TEXT}},
     NULL},
    {"secret",
     "Secret (a volume populated by a Secret)",
     {{"SecretName:", "secretName", FORM_TEXT}, {"Optional:", "optional", FORM_BOOL}},
     NULL},
    {"configMap",
     "ConfigMap (a volume populated by a ConfigMap)",
     {{"Name:", "name", FORM_TEXT}, {"Optional:", "optional", FORM_BOOL}},
     NULL},
    {"nfs",
     "NFS (an NFS mount that lasts the lifetime of a pod)",
     {{"Server:", "server", FORM_TEXT}, {"Path:", "path", FORM_TEXT}, {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"iscsi",
     "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the "
     "pod)",
     {{"TargetPortal:", "targetPortal", FORM_TEXT},
      {"IQN:", "iqn", FORM_TEXT},
      {"Lun:", "lun", FORM_INT},
      {"ISCSIInterface", "iscsiInterface", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL},
      {"Portals:", "portals", FORM_LIST},
      {"DiscoveryCHAPAuth:", "chapAuthDiscovery", FORM_BOOL},
      {"SessionCHAPAuth:", "chapAuthSession", FORM_BOOL},
      {"SecretRef:", "secretRef", FORM_REF},
      {"InitiatorName:", "initiatorName", FORM_NONE}},
     NULL},
    {"glusterfs",
     "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
     {{"EndpointsName:", "endpoints", FORM_TEXT},
      {"Path:", "path", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"persistentVolumeClaim",
     "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
     {{"ClaimName:", "claimName", FORM_TEXT}, {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"ephemeral",
     "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
     {{NULL, NULL, FORM_TEXT}},
     add_template},
    {"rbd",
     "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
     {{"CephMonitors:", "monitors", FORM_LIST},
      {"RBDImage:", "image", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"RBDPool:", "pool", FORM_TEXT},
      {"RadosUser:", "user", FORM_TEXT},
      {"Keyring:", "keyring", FORM_TEXT},
      {"SecretRef:", "secretRef", FORM_REF},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"quobyte",
     "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
     {{"Registry:", "registry", FORM_TEXT},
      {"Volume:", "volume", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"downwardAPI",
     "DownwardAPI (a volume populated by information about the pod)",
     {{NULL, NULL, FORM_TEXT}},
     add_items},
    {"azureDisk",
     "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
     {{"DiskName:", "diskName", FORM_TEXT},
      {"DiskURI:", "diskURI", FORM_TEXT},
      {"Kind: ", "kind", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"CachingMode:", "cachingMode", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"vsphereVolume",
     "vSphereVolume (a Persistent Disk resource in vSphere)",
     {{"VolumePath:", "volumePath", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"StoragePolicyName:", "storagePolicyName", FORM_TEXT}},
     NULL},
    {"cinder",
     "Cinder (a Persistent Disk resource in OpenStack)",
     {{"VolumeID:", "volumeID", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL},
      {"SecretRef:", "secretRef", FORM_REF}},
     NULL},
    {"photonPersistentDisk",
     "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
     {{"PdID:", "pdID", FORM_TEXT}, {"FSType:", "fsType", FORM_TEXT}},
     NULL},
    {"portworxVolume",
     "PortworxVolume (a Portworx Volume resource)",
     {{"VolumeID:", "volumeID", FORM_TEXT}},
     NULL},
    {"scaleIO",
     "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
     {{"Gateway:", "gateway", FORM_TEXT},
      {"System:", "system", FORM_TEXT},
      {"Protection Domain:", "protectionDomain", FORM_TEXT},
      {"Storage Pool:", "storagePool", FORM_TEXT},
      {"Storage Mode:", "storageMode", FORM_TEXT},
      {"VolumeName:", "volumeName", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"cephfs",
     "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
     {{"Monitors:", "monitors", FORM_LIST},
      {"Path:", "path", FORM_TEXT},
      {"User:", "user", FORM_TEXT},
      {"SecretFile:", "secretFile", FORM_TEXT},
      {"SecretRef:", "secretRef", FORM_REF},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"storageos",
     "StorageOS (a StorageOS Persistent Disk resource)",
     {{"VolumeName:", "volumeName", FORM_TEXT},
      {"VolumeNamespace:", "volumeNamespace", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"fc",
     "FC (a Fibre Channel disk)",
     {{"TargetWWNs:", "targetWWNs", FORM_COMMA},
      {"LUN:", "lun", FORM_NONE},
      {"FSType:", "fsType", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"azureFile",
     "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
     {{"SecretName:", "secretName", FORM_TEXT},
      {"ShareName:", "shareName", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     NULL},
    {"flexVolume",
     "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
     {{"Driver:", "driver", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"SecretRef:", "secretRef", FORM_REF},
      {"ReadOnly:", "readOnly", FORM_BOOL},
      {"Options:", "options", FORM_MAP}},
     NULL},
    {"flocker",
     "Flocker (a Flocker volume mounted by the Flocker agent)",
     {{"DatasetName:", "datasetName", FORM_TEXT}, {"DatasetUUID:", "datasetUUID", FORM_TEXT}},
     NULL},
    {"projected",
     "Projected (a volume that contains injected data from multiple sources)",
     {{NULL, NULL, FORM_TEXT}},
     add_sources},
    {"csi",
     "CSI (a Container Storage Interface (CSI) volume source)",
     {{"Driver:", "driver", FORM_TEXT},
      {"FSType:", "fsType", FORM_TEXT},
      {"ReadOnly:", "readOnly", FORM_BOOL}},
     add_attributes},
    {"image",
     "Image (a container image or OCI artifact)",
     {{"Reference:", "reference", FORM_TEXT}, {"PullPolicy:", "pullPolicy", FORM_TEXT}},
     NULL},
};

static void add_comma_list(struct str *out, const cJSON *array)
{
    const char *before = "";
    json_each_element(item, array)
    {
        str_addf(out, "%s%s", before, describe_string(item));
        before = ", ";
    }
}

static void add_reference(struct str *out, const cJSON *reference)
{
    if (cJSON_IsObject(reference))
        str_addf(out, "&LocalObjectReference{Name:%s,}", json_text_or_empty(reference, "name"));
    else
        str_add(out, "nil");
}

static void add_scalar(struct str *out, const cJSON *value, const char *absent)
{
    char buf[DESCRIBE_NUMBER];
    bool there = cJSON_IsString(value) || cJSON_IsNumber(value);
    str_add(out, there ? describe_scalar(buf, value) : absent);
}

static void add_size(struct str *out, const cJSON *value)
{
    char buf[DESCRIBE_NUMBER];
    const char *text = describe_scalar(buf, value);
    str_add(out, quantity_whole(text) > 0 ? text : "<unset>");
}

static void add_value(struct str *out, const cJSON *value, enum form form)
{
    switch (form) {
    case FORM_TEXT:
        str_add(out, describe_string(value));
        break;
    case FORM_NONE:
        add_scalar(out, value, "<none>");
        break;
    case FORM_INT:
        add_scalar(out, value, "0");
        break;
    case FORM_BOOL:
        str_add(out, cJSON_IsTrue(value) ? "true" : "false");
        break;
    case FORM_LIST:
        describe_go_list(out, value);
        break;
    case FORM_COMMA:
        add_comma_list(out, value);
        break;
    case FORM_MAP:
        describe_go_map(out, value);
        break;
    case FORM_REF:
        add_reference(out, value);
        break;
    case FORM_SIZE:
        add_size(out, value);
        break;
    }
}

static void add_kind(struct describe_text *w, const struct volume_kind *kind, const cJSON *source)
{
    struct str value = {0};
    describe_add(w, 2, "Type:\t%s\n", kind->words);
    for (const struct field *field = kind->fields; field->title; field++) {
        str_clear(&value);
        add_value(&value, json_get(source, field->member), field->form);
        describe_add(w, 2, "%s\t%s\n", field->title, str_text(&value));
    }
    if (kind->more)
        kind->more(w, source);
    str_fini(&value);
}

static void add_volume(struct describe_text *w, const cJSON *volume)
{
    describe_add(w, 1, "%s:\n", json_text_or_empty(volume, "name"));
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const cJSON *source = describe_object(volume, kinds[i].member);
        if (source) {
            add_kind(w, &kinds[i], source);
            return;
        }
    }
    describe_add(w, 1, "<unknown>\n");
}

void describe_volumes(struct describe_text *w, const cJSON *volumes)
{
    bool any = json_elements(volumes) != NULL;
    describe_add(w, 0, "Volumes:%s\n", any ? "" : "\t<none>");
    json_each_element(volume, volumes)
    {
        add_volume(w, volume);
    }
}
