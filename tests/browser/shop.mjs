// Manifests that several checks of views share.

/** A Deployment and a Pod behind a Service with three ports and a load balancer, and a Service with affinity. */
export const SHOP = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web, tier: front}
      annotations: {portolan.dev/ready: "true, false, true"}
    spec:
      containers:
      - name: app
        image: example.com/app
        ports:
        - {name: http, containerPort: 8080}
        - {containerPort: 53, protocol: UDP}
---
apiVersion: v1
kind: Pod
metadata: {name: old, labels: {app: web}}
spec: {containers: [{name: app, image: example.com/app}]}
---
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: {portolan.dev/lb-ip: 203.0.113.9}
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: {app: web}
  ports:
  - {name: http, port: 80, targetPort: http, nodePort: 30080}
  - {name: dns, port: 53}
  - {name: metrics, port: 9090}
---
apiVersion: v1
kind: Service
metadata: {name: sticky}
spec:
  type: NodePort
  sessionAffinity: ClientIP
  selector: {app: web}
  ports:
  - {port: 8081, targetPort: 8080}
`;

/** Services over Pods: so many of each. */
export function fleet(services, replicas) {
  const one = (number) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: app-${number}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: app-${number}}}
  template:
    metadata: {labels: {app: app-${number}}}
    spec: {containers: [{name: app, image: example.com/app, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: app-${number}}
spec:
  selector: {app: app-${number}}
  ports: [{port: 80, targetPort: 8080}]
`;
  return Array.from({ length: services }, (_, number) => one(number)).join("---\n");
}
