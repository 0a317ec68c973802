{{/* Labels that select the pods of a service in one role. */}}
{{- define "salus.selector" -}}
app.kubernetes.io/name: {{ .service }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{- define "salus.labels" -}}
{{ include "salus.selector" . }}
app.kubernetes.io/part-of: salus
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Name of a service's objects; its DNS name is the same. */}}
{{- define "salus.name" -}}
{{ .root.Release.Name }}-{{ .service }}
{{- end }}

{{/* The pod of one service in one role: serve, work or migrate. Needs root, service, role, values, memory, cpu. */}}
{{- define "salus.pod" -}}
{{- $root := .root }}
{{- $values := .values }}
{{- $migrates := eq .role "migrate" }}
{{- $infers := and (eq .service "inference") (not $migrates) }}
{{- $seals := and $infers $root.Values.seal.secret }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: 30
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- if $migrates }}
restartPolicy: Never
{{- end }}
containers:
  - name: {{ .service }}
    image: "{{ $root.Values.image.repository }}/{{ .service }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}"
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    env:
      - name: QUARKUS_PROFILE
        value: prod,{{ .role }}
      - name: JAVA_TOOL_OPTIONS
        value: >-
          -XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError
          -Dsun.net.inetaddr.ttl=5 --enable-native-access=ALL-UNNAMED
      - name: SALUS_SECURITY_ISSUER
        value: {{ $root.Values.security.issuer | quote }}
      - name: SALUS_SECURITY_AUDIENCE
        value: {{ $root.Values.security.audience | quote }}
      - name: SALUS_SECURITY_JWKS
        value: {{ $root.Values.security.jwks | quote }}
      - name: SALUS_SECURITY_INTERNAL_KEY_FILE
        value: /etc/salus/internal.key
      {{- range $values.calls }}
      - name: SALUS_CLIENTS_{{ upper . }}
        value: {{ $root.Release.Name }}-{{ . }}:8080
      {{- end }}
      {{- with $values.database }}
      - name: QUARKUS_DATASOURCE_JDBC_URL
        value: jdbc:postgresql://{{ $root.Values.database.host }}:{{ $root.Values.database.port }}/{{ .name }}
      {{- if eq $.service "records" }}
      - name: QUARKUS_DATASOURCE_REACTIVE_URL
        value: postgresql://{{ $root.Values.database.host }}:{{ $root.Values.database.port }}/{{ .name }}
      {{- end }}
      - name: QUARKUS_DATASOURCE_USERNAME
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: {{ $migrates | ternary "owner-username" "username" }}
      - name: QUARKUS_DATASOURCE_PASSWORD
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: {{ $migrates | ternary "owner-password" "password" }}
      {{- end }}
      {{- if $values.storage }}
      - name: SALUS_STORAGE_DIRECTORY
        value: /var/lib/salus
      {{- with $root.Values.storage.s3 }}
      {{- if .bucket }}
      - name: SALUS_STORAGE_S3_BUCKET
        value: {{ .bucket | quote }}
      - name: SALUS_STORAGE_S3_PREFIX
        value: {{ $.service }}
      {{- if .endpoint }}
      - name: SALUS_STORAGE_S3_ENDPOINT
        value: {{ .endpoint | quote }}
      {{- end }}
      - name: SALUS_STORAGE_S3_REGION
        value: {{ .region | quote }}
      - name: SALUS_STORAGE_S3_PATH_STYLE
        value: {{ .pathStyle | quote }}
      {{- if .secret }}
      - name: SALUS_STORAGE_S3_ACCESS_KEY
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: access-key
      - name: SALUS_STORAGE_S3_SECRET_KEY
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: secret-key
      {{- end }}
      {{- end }}
      {{- end }}
      {{- end }}
      {{- if $seals }}
      - name: SALUS_SEAL_KEY_FILES
        value: {{ $root.Values.seal.keys | join ",/etc/salus-seal/" | printf "/etc/salus-seal/%s" | quote }}
      {{- end }}
      {{- if and $infers $root.Values.models.s3.bucket }}
      {{- with $root.Values.models.s3 }}
      - name: SALUS_MODELS_S3_BUCKET
        value: {{ .bucket | quote }}
      {{- if .prefix }}
      - name: SALUS_MODELS_S3_PREFIX
        value: {{ .prefix | quote }}
      {{- end }}
      {{- if .endpoint }}
      - name: SALUS_MODELS_S3_ENDPOINT
        value: {{ .endpoint | quote }}
      {{- end }}
      - name: SALUS_MODELS_S3_REGION
        value: {{ .region | quote }}
      - name: SALUS_MODELS_S3_PATH_STYLE
        value: {{ .pathStyle | quote }}
      {{- if .secret }}
      - name: SALUS_MODELS_S3_ACCESS_KEY
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: access-key
      - name: SALUS_MODELS_S3_SECRET_KEY
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: secret-key
      {{- end }}
      {{- end }}
      {{- end }}
      {{- range $name, $value := $values.env }}
      - name: {{ $name }}
        value: {{ $value | quote }}
      {{- end }}
    {{- if not $migrates }}
    ports:
      {{- if eq .role "serve" }}
      - name: http
        containerPort: 8080
      {{- end }}
      - name: management
        containerPort: 9000
    startupProbe:
      httpGet:
        path: /q/health/started
        port: management
      periodSeconds: 2
      failureThreshold: 60
    livenessProbe:
      httpGet:
        path: /q/health/live
        port: management
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 3
    readinessProbe:
      httpGet:
        path: /q/health/ready
        port: management
      periodSeconds: 5
      timeoutSeconds: 5
      failureThreshold: 3
    {{- end }}
    resources:
      requests:
        cpu: {{ .cpu | quote }}
        memory: {{ .memory }}
      limits:
        memory: {{ .memory }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      - name: internal-key
        mountPath: /etc/salus
        readOnly: true
      {{- if $seals }}
      - name: seal
        mountPath: /etc/salus-seal
        readOnly: true
      {{- end }}
      {{- if $values.storage }}
      - name: storage
        mountPath: /var/lib/salus
      {{- end }}
volumes:
  - name: tmp
    emptyDir: {}
  - name: internal-key
    secret:
      secretName: {{ $root.Values.security.internalKeySecret }}
      defaultMode: 0440
  {{- if $seals }}
  - name: seal
    secret:
      secretName: {{ $root.Values.seal.secret }}
      defaultMode: 0440
      items:
        {{- range $root.Values.seal.keys }}
        - key: {{ . }}
          path: {{ . }}
        {{- end }}
  {{- end }}
  {{- if $values.storage }}
  - name: storage
    {{- if $root.Values.storage.s3.bucket }}
    # Files on their way to object storage.
    emptyDir: {}
    {{- else }}
    persistentVolumeClaim:
      claimName: {{ include "salus.name" . }}
    {{- end }}
  {{- end }}
{{- end }}
